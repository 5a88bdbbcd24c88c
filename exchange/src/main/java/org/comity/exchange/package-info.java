/**
 * What two nodes say to one another, as state machines and codecs: following a log, fetching
 * payloads, signing HTTP requests, cosigning, requests between members and joining. No socket,
 * clock, thread or file is here; the node does what is asked and brings the answers. If it is
 * wrong, a lying peer could rewrite what a member said, a stranger could read what is marked for
 * members, or somebody could act in a member's name.
 */
@NullMarked
package org.comity.exchange;

import org.jspecify.annotations.NullMarked;
