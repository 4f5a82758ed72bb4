"""The hooks a plugin may implement, one module an area.

A hook without arguments is asked once, at start, of every installed plugin; one with `district`
is asked in requests, of the plugins that are on there. The annotation of the answer is checked.
"""

from core.plugin_api.specs import access, booking, commands, counting, data, pages, people, working

MODULES = (data, access, pages, people, counting, booking, working, commands)
