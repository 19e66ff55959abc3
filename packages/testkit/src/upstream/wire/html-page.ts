/** A page such as gateways and captive networks send in place of an answer. */
export function htmlPage(title: string, text: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head><title>${title}</title></head>
<body>
<h1>${title}</h1>
<p>${text}</p>
</body>
</html>
`;
}
