"""Relations with partner organisations and agencies: memoranda, contacts, temperature."""
