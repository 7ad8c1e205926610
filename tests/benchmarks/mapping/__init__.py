"""An own vocabulary mapped to another: what is measured on labels that are held out, and on alignments of an issuer."""
