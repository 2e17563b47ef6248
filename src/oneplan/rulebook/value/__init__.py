"""What key working is worth: prices, discounting, optimism, the exact model and what guards it against error."""
