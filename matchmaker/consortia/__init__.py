"""Teams of organisations and assets that together cover a need which no single partner meets."""
