"""What disputed items can be selected by: a declaration a facet, the registry, the filter tree.

Add a facet: declare it in a module of this package (see `index.facets.facet.Facet`) and list it in
`index.facets.registry`. Nothing else has to change.
"""
