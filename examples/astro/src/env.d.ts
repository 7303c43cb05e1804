/// <reference types="astro/client" />

interface ImportMetaEnv {
  readonly CMS_URL?: string;
  readonly CMS_SITE?: string;
}
