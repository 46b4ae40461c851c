// A button at each example that copies it; staff.js does the copying.
for (const [number, example] of document.querySelectorAll(".docs pre").entries()) {
  const code = example.querySelector("code");
  code.id ||= `example-${number}`;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "docs-copy";
  button.textContent = "Copy";
  button.dataset.copy = code.id;
  example.before(button);
}
