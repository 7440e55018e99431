"""Two funnels, outbound and inbound, from suggestion to audited outcome, and what flows between areas and clusters."""
