"""Published measurements of mechanics, closure, erythema, numbing and permeation beside the model."""
