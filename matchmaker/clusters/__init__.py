"""Clusters of the gateway (Siheung and its partners abroad) and the sites of the city."""
