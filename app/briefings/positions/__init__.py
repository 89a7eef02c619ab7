"""The field of forces (krachtenveld): where other participants stand on an item."""
