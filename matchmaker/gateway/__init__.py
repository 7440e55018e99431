"""The public face of the two-way gateway, its two funnels, and the goals of the cluster."""
