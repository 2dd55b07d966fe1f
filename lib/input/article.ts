/** Returns a class name with its indefinite article: `a ClientTls`, `an ExportTo`. */
export function withArticle(className: string): string {
  return `${/^[AEIOU]/.test(className) ? 'an' : 'a'} ${className}`;
}
