"""What jobs ask for: postings without their doubles, counted by skill, occupation, place and month."""
