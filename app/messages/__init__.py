"""What a person is told: in the application and by mail, once."""
