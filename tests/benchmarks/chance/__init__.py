"""How well chances are calibrated, on the last period of real awards."""
