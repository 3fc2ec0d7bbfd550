;; What is done to every slot of a page when a snapshot is read or restored: it is the same for all, and a loop of JavaScript takes
;; two to three times as long.
;; `npm run compile` makes pageCode.ts of it.
(module
  ;; A page at 0, slots without gaps at 65536, a rest beyond which no slot reaches, and from 196608 on 8 MiB for pieces of a file.
  (memory (export "memory") 131 131)

  ;; Copies the slots that a snapshot has from the page to the place for slots without gaps, with `slot << 1` for their `meta`, and
  ;; 1 more where it says that the key is no more: of a whole state (since = 0) such are left out.
  ;; The result is how many bytes they take, and 1 more when some were left out.
  (func (export "pack")
    (param $pageBytes i32) (param $slotBytes i32) (param $epoch i32) (param $since i32)
    (result i32)
    (local $from i32) (local $to i32) (local $at i32) (local $meta i32)
    (local $slot i32) (local $isLive i32) (local $isOfSnapshot i32) (local $leftOut i32)
    (local.set $to (i32.const 65536))
    (loop $slots
      (local.set $meta (i32.load (local.get $from)))
      (local.set $isLive (i32.eq (i32.and (local.get $meta) (i32.const 3)) (i32.const 1)))
      ;; An empty slot is of epoch 0, which is not after `since`.
      (local.set $isOfSnapshot
        (i32.and
          (i32.le_s (i32.shr_s (local.get $meta) (i32.const 2)) (local.get $epoch))
          (i32.gt_s (i32.shr_s (local.get $meta) (i32.const 2)) (local.get $since))))
      (if (i32.eqz (local.get $since))
        (then
          (local.set $leftOut
            (i32.or
              (local.get $leftOut)
              (i32.gt_u (local.get $isOfSnapshot) (local.get $isLive))))
          (local.set $isOfSnapshot (i32.and (local.get $isOfSnapshot) (local.get $isLive)))))
      ;; Every slot is copied, for a copy costs less than a jump that cannot be foreseen. What is beyond its end, or
      ;; is not of the snapshot, the next one is copied over.
      (local.set $at (i32.const 0))
      (loop $words
        (v128.store
          (i32.add (local.get $to) (local.get $at))
          (v128.load (i32.add (local.get $from) (local.get $at))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br_if $words (i32.lt_u (local.get $at) (local.get $slotBytes))))
      (i32.store
        (local.get $to)
        (i32.or (i32.shl (local.get $slot) (i32.const 1)) (i32.eqz (local.get $isLive))))
      (local.set $slot (i32.add (local.get $slot) (i32.const 1)))
      (local.set $to
        (i32.add
          (local.get $to)
          (i32.and (local.get $slotBytes) (i32.sub (i32.const 0) (local.get $isOfSnapshot)))))
      (local.set $from (i32.add (local.get $from) (local.get $slotBytes)))
      (br_if $slots (i32.lt_u (local.get $from) (local.get $pageBytes))))
    (i32.or (i32.sub (local.get $to) (i32.const 65536)) (local.get $leftOut)))

  ;; The other way: clears the page and copies each of the slots without gaps, which begin at `from`, to the place that its `meta` says,
  ;; and puts `meta` into it. The result is 1; 0 when they are not in the order of their places, or the page has no such place.
  (func (export "unpack")
    (param $from i32) (param $packedBytes i32) (param $slotBytes i32) (param $slotCount i32) (param $meta i32)
    (result i32)
    (local $end i32) (local $to i32) (local $at i32) (local $slot i32) (local $next i32)
    (memory.fill (i32.const 0) (i32.const 0) (i32.mul (local.get $slotCount) (local.get $slotBytes)))
    (local.set $end (i32.add (local.get $from) (local.get $packedBytes)))
    (block $done
      (loop $slots
        (br_if $done (i32.ge_u (local.get $from) (local.get $end)))
        (local.set $slot (i32.shr_s (i32.load (local.get $from)) (i32.const 1)))
        (if
          (i32.or
            (i32.lt_s (local.get $slot) (local.get $next))
            (i32.ge_s (local.get $slot) (local.get $slotCount)))
          (then (return (i32.const 0))))
        (local.set $next (i32.add (local.get $slot) (i32.const 1)))
        (local.set $to (i32.mul (local.get $slot) (local.get $slotBytes)))
        ;; No more than the slot: the place behind it may stay empty. It has 16 bytes at least, and is a multiple of 8.
        (local.set $at (i32.const 0))
        (loop $words
          (v128.store
            (i32.add (local.get $to) (local.get $at))
            (v128.load (i32.add (local.get $from) (local.get $at))))
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br_if $words (i32.le_u (i32.add (local.get $at) (i32.const 16)) (local.get $slotBytes))))
        (if (i32.lt_u (local.get $at) (local.get $slotBytes))
          (then
            (i64.store
              (i32.add (local.get $to) (local.get $at))
              (i64.load (i32.add (local.get $from) (local.get $at))))))
        (i32.store (local.get $to) (local.get $meta))
        (local.set $from (i32.add (local.get $from) (local.get $slotBytes)))
        (br $slots)))
    (i32.const 1)))
