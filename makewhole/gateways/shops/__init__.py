"""Shops that tell us of their orders: Shopify and WooCommerce. They push; nothing is asked of them."""
