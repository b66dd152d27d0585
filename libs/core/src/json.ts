/** What survives JSON.stringify and JSON.parse unchanged: the only thing that goes into a journal. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };
export type JsonObject = { readonly [key: string]: Json | undefined };
