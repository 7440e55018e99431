"""Cluster assets: facilities, equipment, spaces and programmes, with honest dates."""
