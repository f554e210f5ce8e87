import type { ApiApp } from './app.ts'
import { attachedMailFrameRoutes } from './frame/attached-mail-routes.ts'
import { frameOriginalRoutes } from './frame/original-routes.ts'
import { framePageRoutes } from './frame/page-routes.ts'
import { framePictureRoutes } from './frame/picture-routes.ts'
import { framePrintRoutes } from './frame/print-routes.ts'
import type { ApiParts } from './parts.ts'

/**
 * A mail's HTML, in pages of its own for a sandbox (law 7). The frame is opened by a signed link, because with an opaque
 * origin it sends no cookie; its pictures come by the same link. No address of the mail stands in a `src`: pictures on
 * the web come through this server, and only when somebody asked for them.
 */
export function frameRoutes(app: ApiApp, parts: ApiParts): void {
  framePageRoutes(app, parts)
  framePictureRoutes(app, parts)
  attachedMailFrameRoutes(app, parts)
  framePrintRoutes(app, parts)
  frameOriginalRoutes(app, parts)
}
