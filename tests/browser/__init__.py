"""What a real browser makes of the pages: it needs Chromium."""
