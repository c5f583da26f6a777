"""What a page shows and what its user can trigger; thin translators to one use case each."""
