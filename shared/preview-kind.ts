/** How a file is looked at without being downloaded. */
export type PreviewKind = 'picture' | 'pdf' | 'text' | 'mail'

/** What Samtale can draw anew. SVG is a program, so it is text. */
const pictures = new Set([
  'image/png',
  'image/apng',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'image/tiff',
])

/** Written for people or for programs; each is shown as the characters that it is made of, HTML too. */
const textNames =
  /\.(?:txt|text|log|csv|tsv|json|ics|ifb|vcf|md|markdown|xml|html?|xhtml|svg|css|js|ts|ya?ml|toml|ini|conf|cfg|sql|sh|ps1|py|diff|patch|asc|pem|srt)$/i
const texts = new Set(['application/json', 'application/xml', 'application/ics', 'image/svg+xml'])

/**
 * The kind of a file by its media type, which comes from its bytes, and for text by its name, because text carries no
 * sign of what it is. null: there is no preview.
 */
export function previewKind({ name, mediaType }: { name: string; mediaType: string }): PreviewKind | null {
  if (pictures.has(mediaType)) return 'picture'
  if (mediaType === 'application/pdf') return 'pdf'
  if (mediaType === 'message/rfc822' || (isUnknown(mediaType) && /\.eml$/i.test(name))) return 'mail'
  if (mediaType.startsWith('text/') || texts.has(mediaType)) return 'text'
  return isUnknown(mediaType) && textNames.test(name) ? 'text' : null
}

const isUnknown = (mediaType: string) => mediaType === 'application/octet-stream'
