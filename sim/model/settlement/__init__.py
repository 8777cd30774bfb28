"""Settlement: what arrived is finalised, refunded, sent again, disputed and rated."""
