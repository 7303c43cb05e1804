"""A website as a source: the pages of its sitemap, saved as a folder of HTML files."""
