"""A client's records as a FHIR R4 bundle, for programs of others; and what such a bundle says read back as tables."""
