"""What a column can hold, and the headers by which it is known; pure."""

from collections.abc import Mapping
from enum import StrEnum


class Field(StrEnum):
    """What a column can be taken for."""

    NAME = "name"
    NAME_KO = "name_ko"
    NAME_EN = "name_en"
    OTHER_NAME = "other_name"
    COUNTRY = "country"
    REGION = "region"
    CITY = "city"
    WEBSITE = "website"
    INDUSTRY = "industry"
    PRODUCTS = "products"
    SUMMARY = "summary"
    DESCRIPTION = "description"
    ORG_TYPE = "org_type"
    REGISTRATION_NUMBER = "registration_number"
    SOURCE_KEY = "source_key"
    YEAR = "year_established"
    EMPLOYEES = "employees"
    CONTACT_NAME = "contact_name"
    CONTACT_POSITION = "contact_position"
    CONTACT_EMAIL = "contact_email"
    CONTACT_PHONE = "contact_phone"


NAMES = frozenset({Field.NAME, Field.NAME_KO, Field.NAME_EN})
REPEATABLE = frozenset(
    {Field.OTHER_NAME, Field.INDUSTRY, Field.PRODUCTS, Field.SUMMARY, Field.DESCRIPTION, Field.REGION}
)
"""Fields that several columns may feed, such as a description in each of two languages."""

HEADERS: Mapping[Field, tuple[str, ...]] = {
    Field.NAME: (
        "회사명", "기업명", "업체명", "기관명", "법인명", "상호", "상호명", "회사", "기업", "기관", "업체",
        "사업장명", "단체명", "company", "company name", "name", "organisation", "organization", "organisation name",
        "organization name", "firm", "firm name", "institution", "corporate name", "partner", "legal name",
    ),
    Field.NAME_KO: (
        "국문명", "회사명(국문)", "기업명(국문)", "기관명(국문)", "회사명(한글)", "기업명(한글)", "한글명",
        "국문 회사명", "국문 기업명", "한글 회사명", "company name (korean)", "korean name", "name_ko",
        "name (korean)",
    ),
    Field.NAME_EN: (
        "영문명", "회사명(영문)", "기업명(영문)", "기관명(영문)", "영문 회사명", "영문 기업명", "영문 상호",
        "english name", "company name (english)", "name_en", "name (english)",
    ),
    Field.OTHER_NAME: (
        "구 상호", "이전 상호", "약칭", "브랜드", "브랜드명", "former name", "alias", "other name", "other names",
        "trade name", "brand", "short name",
        "다른 이름",
    ),
    Field.COUNTRY: (
        "국가", "국가명", "나라", "소재국", "소재 국가", "국적", "country", "country name", "nation", "country code",
    ),
    Field.REGION: (
        "지역", "시도", "광역시도", "소재지", "주소", "본사 주소", "본사 소재지", "소재지 주소", "도로명주소",
        "지번주소", "region", "state", "province", "address", "location", "headquarters", "hq", "prefecture",
        "canton",
        "지역 또는 주소", "region or address",
    ),
    Field.CITY: (
        "도시", "시군구", "도시명", "city", "town", "hq city",
    ),
    Field.WEBSITE: (
        "홈페이지", "홈페이지 주소", "웹사이트", "웹사이트 주소", "누리집", "사이트", "홈페이지 URL", "URL",
        "website", "web site", "web", "homepage", "home page", "website url", "company website", "domain",
    ),
    Field.INDUSTRY: (
        "업종", "업종명", "산업", "산업분류", "산업 분야", "분야", "기술 분야", "사업 분야", "주요 분야", "업태",
        "종목", "industry", "sector", "field", "area", "industry group", "business area", "category", "focus area",
        "line of business",
    ),
    Field.PRODUCTS: (
        "주요제품", "주요 생산품", "주생산품", "생산품", "제품", "제품명", "주요 품목", "품목", "주요 서비스",
        "생산 품목", "주요제품 및 서비스", "제품 및 서비스", "products", "main products", "key products", "product",
        "products and services", "pipeline", "services",
    ),
    Field.SUMMARY: (
        "요약", "한줄 소개", "기업 요약", "요약 설명", "summary", "short summary", "tagline", "one-liner",
        "short description",
    ),
    Field.DESCRIPTION: (
        "사업 내용", "사업내용", "주요 사업", "주요사업", "기업 소개", "회사 소개", "기관 소개", "소개", "설명",
        "내용", "사업 개요", "개요", "주요 업무", "보유 기술", "business summary", "description", "about", "overview",
        "business description", "company description", "long description", "profile", "activities",
    ),
    Field.ORG_TYPE: (
        "기관유형", "기관 유형", "기업유형", "기업 유형", "유형", "기관 구분", "기업 구분", "기업 규모", "기업규모",
        "organisation type", "organization type", "org type", "company type", "type",
        "type of organisation", "type of organization",
    ),
    Field.REGISTRATION_NUMBER: (
        "사업자등록번호", "사업자 번호", "사업자번호", "등록번호", "법인등록번호", "registration number",
        "business registration number", "company number", "registry number", "tax id", "vat",
    ),
    Field.SOURCE_KEY: (
        "종목코드", "표준코드", "단축코드", "티커", "관리번호", "기업코드", "연번 코드", "stock code", "ticker",
        "symbol", "isin", "lei", "id", "record id", "external id", "code",
        "목록 내 코드", "code in the source list",
    ),
    Field.YEAR: (
        "설립연도", "설립년도", "설립일", "설립일자", "설립", "창립", "창립일", "founded", "year founded",
        "year established", "established", "founding year", "incorporation date", "founded year",
        "year of foundation",
    ),
    Field.EMPLOYEES: (
        "종업원수", "종업원 수", "직원수", "직원 수", "임직원수", "임직원 수", "사원수", "고용인원", "상시근로자수",
        "employees", "number of employees", "headcount", "employee count", "staff", "full time employees",
    ),
    Field.CONTACT_NAME: (
        "담당자", "담당자명", "담당자 성명", "실무자", "연락 담당자", "contact", "contact name", "contact person",
    ),
    Field.CONTACT_POSITION: (
        "연락 담당자 직위",
        "담당자 직위", "직위", "직책", "직급", "부서", "position", "job title", "title", "contact title",
        "contact's position",
    ),
    Field.CONTACT_EMAIL: (
        "이메일", "메일", "전자우편", "이메일 주소", "연락 담당자 이메일", "담당자 이메일",
        "e-mail", "email", "email address",
        "contact email",
        "contact's e-mail",
    ),
    Field.CONTACT_PHONE: (
        "전화", "전화번호", "연락처", "대표전화", "대표번호", "담당자 연락처", "휴대전화", "phone", "telephone",
        "tel", "phone number", "contact phone",
        "담당자 전화", "연락 담당자 전화번호", "contact's phone",
    ),
}  # fmt: skip
"""Header cells that name each field in Korean and English lists."""
