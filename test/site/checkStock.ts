/** A page as Framework 1.13.4 writes it, with these contents. */
export function stockPage({ main = "<p>text</p>", header = "", script = "" } = {}): string {
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1">
<title>A page</title>
<link rel="icon" href="data:,">
<script type="module">
${script}
</script>
</head>
<body>
<input id="observablehq-sidebar-toggle" type="checkbox" title="Toggle sidebar">
<label id="observablehq-sidebar-backdrop" for="observablehq-sidebar-toggle"></label>
<nav id="observablehq-sidebar">
  <ol>
    <label id="observablehq-sidebar-close" for="observablehq-sidebar-toggle"></label>
    <li class="observablehq-link"><a href="./index.html">Today</a></li>
  </ol>
</nav>
<div id="observablehq-center">
<header id="observablehq-header">
${header}
</header>
<main id="observablehq-main" class="observablehq">
<h1>A page</h1>
${main}
</main>
</div>
</body>
</html>
`;
}
