"""Pictures of skin whose truth is known: relief, colour, light, camera. What the instruments are tried on."""
