/** The little Markdown that the contract's descriptions use: paragraphs, `code`, **strong**, *emphasis*. */
export function markdown(text: string): string {
  return text.trim().split(/\n\s*\n/).map((paragraph) => `<p>${inlineMarkdown(paragraph)}</p>`).join('\n');
}

export function inlineMarkdown(text: string): string {
  return escapeHtml(text.trim())
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/\*([^*]+)\*/g, '<em>$1</em>');
}

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character]!);
