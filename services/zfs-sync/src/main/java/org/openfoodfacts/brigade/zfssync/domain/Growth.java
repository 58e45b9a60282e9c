package org.openfoodfacts.brigade.zfssync.domain;

/**
 * What a dataset of today took more, or less, than at {@code from}: the last day known before that was asked for, the first day known after it where the
 * pool is not known for as long. One that was not there then, or below another dataset, took nothing. {@code ownBytes} leaves out what lies below it, so
 * that a pool's growth is the sum of its datasets'; what a destroyed one took is missing from the one above it.
 */
public record Growth(String dataset, DatasetPoint from, DatasetPoint now, long grownBytes, long ownBytes) {}
