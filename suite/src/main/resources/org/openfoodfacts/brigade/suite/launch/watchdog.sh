# Reads "watch PID SIGNAL" and "forget PID -" until its input ends, then ends what it still watches: first by the signal, after 8 s by force.
trap '' INT TERM HUP
watched=
while read -r verb pid signal; do
  case $verb in
    watch) watched="$watched $pid:$signal" ;;
    forget)
      rest=
      for one in $watched; do [ "${one%%:*}" = "$pid" ] || rest="$rest $one"; done
      watched=$rest
      ;;
  esac
done
for one in $watched; do kill -s "${one#*:}" "${one%%:*}" 2>/dev/null; done
tries=0
while [ "$tries" -lt 80 ]; do
  left=
  for one in $watched; do kill -s 0 "${one%%:*}" 2>/dev/null && left="$left $one"; done
  [ -n "$left" ] || exit 0
  sleep 0.1
  tries=$((tries + 1))
done
for one in $left; do kill -s KILL "${one%%:*}" 2>/dev/null; done
