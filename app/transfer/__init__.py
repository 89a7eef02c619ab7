"""The register in and out: partnerships from files of others, and to files for others."""
