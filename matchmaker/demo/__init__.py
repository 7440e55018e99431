"""The demo cluster: fictional firms and partners, and the public facts of the real facilities."""
