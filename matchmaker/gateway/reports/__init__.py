"""What the cluster has to show: speed, deals of small firms, hybrids, operation of assets, the ministry's lines."""
