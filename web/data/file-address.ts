/** A small picture of a file that is one; `part` as the API takes it, for a file within an attached mail. */
export function thumbnailAddress({ fileId, part }: { fileId: string; part: string | null }): string {
  return `/api/files/${fileId}/picture?size=thumb${part === null ? '' : `&part=${part}`}`
}
