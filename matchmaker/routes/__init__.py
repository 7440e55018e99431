"""The one flow: who serves each stage for a project, hand-over from stage to stage, and triads of two partners and an asset."""
