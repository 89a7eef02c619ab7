"""Recording that a higher mandate giver allowed a stance which goes beyond the mandate."""
