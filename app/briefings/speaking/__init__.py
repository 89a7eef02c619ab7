"""The speaking card: what somebody says at a meeting, on one screen, on the day itself."""
