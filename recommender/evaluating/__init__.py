"""How well histories tell what learners earn next: measured on the awards themselves, with what spoils them named."""
