package org.openfoodfacts.brigade.zfssync.domain;

/**
 * What a dataset of today took more, or less, than at {@code from}: the last day known before that was asked for, the first day known after it for one
 * that is younger. {@code ownBytes} leaves out what lies below it, so that a pool's growth is the sum of its datasets'.
 */
public record Growth(String dataset, DatasetPoint from, DatasetPoint now, long grownBytes, long ownBytes) {}
