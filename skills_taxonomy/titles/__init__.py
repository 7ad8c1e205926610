"""Job titles matched to occupations: names compared in many ways, a trained ranking, calibrated doubt."""
