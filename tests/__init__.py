"""The promises of Stackway, floor by floor, each as a test."""
