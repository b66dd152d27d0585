// The watch: a shell script with the engine's socket that sends the requests left with it when their time is over, when
// its owner is gone, or when it is stopped. POSIX sh, curl, sleep, mktemp.

/**
 * Lines in: `arm TOKEN SECONDS PATH [JSON]`, `disarm TOKEN`. Lines out: `ready` or `failed CODE`, `armed TOKEN`,
 * `disarmed TOKEN`. Whoever takes the file of an order away sends it, so that it is sent once.
 */
export const watchScript = `
send() {
  curl -s -o /dev/null -w '%{http_code}' --max-time 10 --unix-socket "$ENGINE_SOCKET" \\
    -H 'Content-Type: application/json' "$@" </dev/null
}
fire() {
  mv "$1" "$1.taken" 2>/dev/null || return 0
  { read -r path; read -r body; } < "$1.taken"
  tries=0
  while [ "$(send -X POST -d "$body" "http://engine$path")" = 000 ] && [ $tries -lt 120 ]; do
    tries=$((tries + 1)); sleep 1
  done
}
finish() {
  trap '' TERM INT HUP
  pids=
  for order in *.order; do
    [ -e "$order" ] || continue
    fire "$order" & pids="$pids $!"
  done
  [ -z "$pids" ] || wait $pids
  exit 0
}
cd "$(mktemp -d)" || exit 1
trap finish TERM INT HUP
code=$(send http://engine/_ping)
if [ "$code" = 200 ]; then echo ready; else echo "failed $code"; exit 1; fi
while read -r verb token seconds path body; do
  case $verb in
    arm)
      printf '%s\\n%s\\n' "$path" "$body" > "$token.order"
      ( trap - TERM INT HUP; sleep "$seconds"; fire "$token.order" ) </dev/null &
      echo "armed $token" ;;
    disarm) rm -f "$token.order"; echo "disarmed $token" ;;
  esac
done
finish
`;
