"""The one flow: who serves each stage of a project, hand-overs between stages, triads of two partners and an asset."""
