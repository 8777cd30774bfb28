"""Who decides: buyers, vendors, administrators, couriers, authorities and facilitators."""
