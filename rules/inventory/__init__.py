"""Inventory: stock on hand, reorder points and the reorder list."""
