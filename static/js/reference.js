// Draws the OpenAPI document with Swagger UI, in the theme of the page.
const root = document.documentElement;
const place = document.getElementById("reference");
const system = matchMedia("(prefers-color-scheme: dark)");

function followTheme() {
  const dark = root.classList.contains("dark") || (system.matches && !root.classList.contains("light"));
  root.classList.toggle("dark-mode", dark);
}

new MutationObserver(followTheme).observe(root, { attributeFilter: ["class"] });
system.addEventListener("change", followTheme);
followTheme();

globalThis.SwaggerUIBundle({
  domNode: place,
  url: place.dataset.openapi,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  persistAuthorization: false,
  tryItOutEnabled: false,
  validatorUrl: null,
  presets: [globalThis.SwaggerUIBundle.presets.apis],
});
