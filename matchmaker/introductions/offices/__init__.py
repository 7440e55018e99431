"""The offices that must approve before an introduction is passed on."""
