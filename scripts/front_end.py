"""Copy the front-end packages from node_modules to static/vendor; run at set-up, after `npm ci`."""

import json
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
STAMP = ".version"

# KRDS's style sheet refers to fonts and icons by relative paths, so its folders keep their places.
# Its `resources/cdn` build is left out: it loads fonts and icons from another site.
COPIES: dict[str, dict[str, str]] = {
    "krds-uiux": {
        "resources/css/token/krds_tokens.css": "css/token/krds_tokens.css",
        "resources/css/component/output.css": "css/component/output.css",
        "resources/fonts": "fonts",
        "resources/img": "img",
    },
    "htmx.org": {"dist/htmx.min.js": "htmx.min.js"},
    # For PDFs, which need TrueType files; of its nine weights two are used.
    "@expo-google-fonts/noto-sans-kr": {
        "400Regular/NotoSansKR_400Regular.ttf": "NotoSansKR_400Regular.ttf",
        "700Bold/NotoSansKR_700Bold.ttf": "NotoSansKR_700Bold.ttf",
        "LICENSE_FONT": "LICENSE_FONT",
    },
    "echarts": {"dist/echarts.min.js": "echarts.min.js"},
    "axe-core": {"axe.min.js": "axe.min.js"},
}
ONLY_FOR_TESTS = frozenset({"axe-core"})


def version_of(package: Path) -> str:
    """The version that npm installed."""
    return str(json.loads((package / "package.json").read_text(encoding="utf-8"))["version"])


def is_current(target: Path, version: str) -> bool:
    """Whether the target was copied completely from this version."""
    stamp = target / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == version


def copy_package(name: str, target: Path, version: str) -> None:
    """Replace the target by the listed parts of the package; the stamp comes last."""
    package = PACKAGES / name
    shutil.rmtree(target, ignore_errors=True)
    for source, place in COPIES[name].items():
        destination = target / place
        destination.parent.mkdir(parents=True, exist_ok=True)
        if (package / source).is_dir():
            shutil.copytree(package / source, destination)
        else:
            shutil.copyfile(package / source, destination)
    (target / STAMP).write_text(version, encoding="utf-8")


def main() -> int:
    """Copy what is missing or outdated; 1 if a package that pages need was not installed."""
    missing = False
    for name in COPIES:
        package, target = PACKAGES / name, VENDOR / name.rpartition("/")[2]
        if not package.is_dir():
            if name not in ONLY_FOR_TESTS:
                print(f"{name} is not installed: run `npm ci` first", file=sys.stderr)
                missing = True
            continue
        version = version_of(package)
        if not is_current(target, version):
            copy_package(name, target, version)
            print(f"{name} {version} copied to {target.relative_to(ROOT)}")
    return int(missing)


if __name__ == "__main__":
    raise SystemExit(main())
