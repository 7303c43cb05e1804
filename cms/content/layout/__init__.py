"""The layout around the content of a page: navigation, breadcrumb, section, languages."""
