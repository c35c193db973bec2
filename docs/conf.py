"""How Sphinx builds this folder into a site: `make docs`, from the repository's root."""

from pathlib import Path

from microneedling import MODEL_NUMBER, __version__

project = "microneedling"
author = "The microneedling authors"
copyright = "the microneedling authors, Apache-2.0"
release = version = __version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx_copybutton",
    "sphinx_design",
    "matplotlib.sphinxext.plot_directive",
    "tools.docs_site.mathml",
    "tools.docs_site.repository",
    "tools.docs_site.terminal",
    "tools.docs_site.accessible",
    "tools.docs_site.python_names",
]
exclude_patterns = ["_static"]
default_role = "code"
nitpicky = True
nitpick_ignore_regex = [("py:.*", r"(?!microneedling\b).*")]  # what is not ours is documented elsewhere
suppress_warnings = ["misc.highlighting_failure"]

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "substitution", "attrs_inline"]
myst_fence_as_directive = ["math"]
myst_heading_anchors = 4
myst_substitutions = {"version": __version__, "model": str(MODEL_NUMBER)}

autodoc_typehints = "description"
autodoc_typehints_description_target = "documented_params"
autodoc_member_order = "bysource"
autodoc_default_options = {"exclude-members": "model_config, model_post_init, __new__, __init__"}

copybutton_prompt_text = "$ "
copybutton_only_copy_prompt_lines = True
copybutton_line_continuation_character = "\\"

plot_html_show_formats = False
plot_html_show_source_link = False
plot_include_source = True
plot_formats = [("png", 144)]
plot_working_directory = str(Path(__file__).parents[1])

html_theme = "furo"
html_title = f"microneedling {__version__}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_math_renderer = "native_mathml"
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0d6472", "color-brand-content": "#0d6472"},
    "dark_css_variables": {"color-brand-primary": "#6cc5d3", "color-brand-content": "#6cc5d3"},
}
