"""Job titles matched to occupations: names compared in many ways, weighed by a trained ranking, with calibrated doubt."""
